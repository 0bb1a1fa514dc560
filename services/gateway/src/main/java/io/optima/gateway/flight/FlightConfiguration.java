package io.optima.gateway.flight;

import io.grpc.BindableService;
import io.optima.gateway.Callers;
import io.optima.gateway.Catalog;
import io.optima.gateway.Discovery;
import io.optima.gateway.Proofs;
import io.optima.gateway.Publishing;
import io.optima.gateway.Queries;
import io.optima.gateway.Reads;
import io.optima.gateway.Tickets;
import io.optima.gateway.boot.GatewayProperties;
import io.optima.gateway.stream.Publications;
import io.optima.runtime.thread.Threads;
import java.time.Clock;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.memory.BufferAllocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Flight and Flight SQL as one more service of the gRPC port, behind the same interceptors. */
@Configuration(proxyBeanMethods = false)
public class FlightConfiguration {
  @Bean
  FlightTickets flightTickets(Tickets tickets) {
    return new FlightTickets(tickets);
  }

  @Bean
  CatalogRows flightCatalog(Discovery discovery, BufferAllocator allocator) {
    return new CatalogRows(discovery, allocator);
  }

  @Bean
  DatasetFlights datasetFlights(
      Reads reads, CatalogRows catalog, FlightTickets tickets, BufferAllocator allocator) {
    return new DatasetFlights(reads, catalog, tickets, allocator);
  }

  @Bean
  DatasetPuts datasetPuts(
      Publishing publishing, Publications publications, BufferAllocator allocator) {
    return new DatasetPuts(publishing, new StreamPuts(publications, allocator), allocator);
  }

  @Bean
  SqlFlights sqlFlights(
      Callers callers,
      Queries queries,
      FlightTickets tickets,
      CatalogRows catalog,
      DatasetPuts puts,
      GatewayProperties properties,
      Clock clock,
      BufferAllocator allocator) {
    return new SqlFlights(
        callers,
        new SqlStatements(queries, tickets, properties.handleLifetime(), clock, allocator),
        catalog,
        puts,
        ServerInfo.of(version()),
        allocator);
  }

  private static String version() {
    String version = FlightConfiguration.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Bean
  @SuppressWarnings("deprecation") // the only way to a bindable service; it handles nothing
  BindableService flightService(
      DatasetFlights datasets,
      DatasetPuts puts,
      Callers callers,
      Catalog catalog,
      Proofs proofs,
      SqlFlights sql,
      FlightTickets tickets,
      BufferAllocator allocator) {
    FlightProducer door =
        new DoorProducer(
            callers,
            datasets,
            puts,
            new DatasetActions(catalog, proofs),
            sql,
            tickets,
            Threads.perTask("flight-stream"));
    return FlightGrpcUtils.createFlightService(
        allocator,
        door,
        org.apache.arrow.flight.auth.ServerAuthHandler.NO_OP,
        Threads.perTask("flight-put"));
  }
}
