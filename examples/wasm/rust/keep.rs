//! Passes on the rows of json lines or csv in which a column is at least a number:
//!
//!     keep [json|csv] COLUMN LEAST
//!
//! Needs nothing but the standard library. Lines are split at commas and texts are not unescaped:
//! enough for columns of plain values, and short enough to read. Use serde_json or csv for more.

use std::env;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process;

const BUFFER: usize = 1 << 20;

fn main() {
    if let Err(why) = run(env::args().skip(1).collect()) {
        eprintln!("keep: {why}");
        process::exit(1);
    }
}

fn run(args: Vec<String>) -> Result<(), String> {
    let [format, column, least] = args.as_slice() else {
        return Err(format!("give a format, a column and a number, not {args:?}"));
    };
    let least: f64 = least.parse().map_err(|_| format!("{least} is no number"))?;
    let mut input = BufReader::with_capacity(BUFFER, io::stdin().lock());
    let mut output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let mut place = None;
    if format == "csv" {
        let mut names = String::new();
        input.read_line(&mut names).map_err(|e| e.to_string())?;
        place = names.trim_end().split(',').position(|name| name == column);
        if place.is_none() {
            return Err(format!("there is no column {column:?}"));
        }
        output.write_all(names.as_bytes()).map_err(|e| e.to_string())?;
    }
    let mut line = String::new();
    while input.read_line(&mut line).map_err(|e| e.to_string())? > 0 {
        let value = match place {
            Some(place) => line.trim_end().split(',').nth(place),
            None => json_value(&line, column),
        };
        if value.and_then(|text| text.parse::<f64>().ok()).is_some_and(|value| value >= least) {
            output.write_all(line.as_bytes()).map_err(|e| e.to_string())?;
        }
        line.clear();
    }
    output.flush().map_err(|e| e.to_string())
}

fn json_value<'a>(line: &'a str, column: &str) -> Option<&'a str> {
    let start = line.find(&format!("\"{column}\":"))? + column.len() + 3;
    line[start..].split([',', '}']).next().map(str::trim)
}
