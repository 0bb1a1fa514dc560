"""ADBC's Flight SQL driver against a gateway. Arguments: port, token."""

import sys

import adbc_driver_flightsql.dbapi as adbc
import pyarrow as pa
from adbc_driver_flightsql import DatabaseOptions
from adbc_driver_manager import ProgrammingError

port, token = sys.argv[1:]
uri = f"grpc://127.0.0.1:{port}"


def connect(given):
    return adbc.connect(
        uri, db_kwargs={DatabaseOptions.AUTHORIZATION_HEADER.value: f"Bearer {given}"},
        autocommit=True)


def refused(call, *words):
    try:
        call()
    except Exception as e:
        assert all(word in str(e) for word in words), e
        return
    raise SystemExit(f"not refused: {words}")


orders = pa.table({
    "id": pa.array([1, 2, 3], pa.int64()),
    "item": ["pen", "ink", None],
    "price": pa.array([1.5, 2.5, 3.5]),
})

with connect(token) as connection, connection.cursor() as cursor:
    # bulk ingestion publishes a version
    assert cursor.adbc_ingest("orders", orders, mode="create", db_schema_name="adbc") == 3
    refused(lambda: cursor.adbc_ingest("orders", orders, mode="create", db_schema_name="adbc"),
            "exists")
    cursor.adbc_ingest("orders", orders.slice(0, 1), mode="append", db_schema_name="adbc")

    # latest, pinned by number
    cursor.execute("select count(*) as n from adbc.orders")
    assert cursor.fetchone() == (4,)
    cursor.execute('select * from "adbc"."orders@1" order by id')
    assert cursor.fetch_arrow_table().equals(orders)
    cursor.execute('select count(*) from optima.adbc.orders')
    assert cursor.fetchone() == (4,)

    # parameters by place; values never become part of the text
    cursor.execute("select item from adbc.orders where id = ? and price > ?", (2, 1.0))
    assert cursor.fetchall() == [("ink",)]
    cursor.execute("select item from adbc.orders where item = ?", ("pen' or 1=1 --",))
    assert cursor.fetchall() == []
    cursor.execute("select $1 + 1 as next", (41,))
    assert cursor.fetchone() == (42,)

    # prepared without running
    cursor.adbc_prepare("select id from adbc.orders where item = ?")
    cursor.execute("select id from adbc.orders where item = ?", ("pen",))
    assert cursor.fetchall() == [(1,), (1,)]

    schema = cursor.adbc_execute_schema("select id, item from adbc.orders")
    assert schema.names == ["id", "item"]

    # the catalog
    objects = connection.adbc_get_objects(
        depth="all", db_schema_filter="adbc").read_all().to_pylist()
    [catalog] = objects
    assert catalog["catalog_name"] == "optima", catalog
    [group] = catalog["catalog_db_schemas"]
    [table] = group["db_schema_tables"]
    assert table["table_name"] == "orders" and table["table_type"] == "TABLE", table
    assert [c["column_name"] for c in table["table_columns"]] == ["id", "item", "price"], table
    assert connection.adbc_get_table_types() == ["TABLE"]
    assert connection.adbc_get_table_schema("orders", db_schema_filter="adbc").names == [
        "id", "item", "price"]
    assert connection.adbc_get_info()["vendor_name"] == "Optima"

    # what is not on the list is refused, however it comes
    for sql in [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy adbc.orders to '/tmp/stolen.csv'",
        "attach '/tmp/other.db'",
        "pragma database_list",
        "set memory_limit = '1GB'",
        "install httpfs",
        "explain select * from adbc.orders",
        "select * from (select * from read_text('/etc/passwd'))",
        "select * from duckdb_settings()",
        "drop table adbc.orders",
        "select 1; select 2",
    ]:
        refused(lambda: cursor.execute(sql), "SQL")
        refused(lambda: cursor.adbc_prepare(sql), "SQL")
    refused(lambda: cursor.execute("select * from adbc.nothing"), "does not exist")

    # many batches
    big = pa.table({"n": pa.array(range(300_000), pa.int64())})
    cursor.adbc_ingest("big", big, mode="replace", db_schema_name="adbc")
    cursor.execute("select n from adbc.big order by n")
    assert cursor.fetch_arrow_table().equals(big)

refused(lambda: connect("wrong").cursor().execute("select 1"), "token")
with connect("bob") as connection, connection.cursor() as cursor:
    refused(lambda: cursor.execute("select * from adbc.orders"), "does not exist")
print("ok")
