export const HELP = `npm run bench -- NAME [options] [--json] [--write]; each ends with 1 when a goal is missed
  --json    prints the report for programs
  --write   keeps the report in docs/figures, and draws the page and the plot anew

lifecycle   lets orders live through the product from the front door to the archive, beside workflows that do nothing as often
  --orders N   orders in a block; 200 unless told
  --rounds R   blocks of each arm, in turns; 6 unless told
  --clients C  orders under way at the same time; 60 unless told

scan        scans and confirms codes over HTTP, and scans and writes orders off, beside a bare server that redeems in two
            statements, and pgbench
  --scans N    scans, and write-offs, in a block; 1000 unless told
  --rounds R   blocks of each arm, in turns; 5 unless told
  --clients C  connections that ask at the same time; 64 unless told

import      imports generated orders through the API, beside COPY of the rows they become into equal tables
  --orders N   orders of all rounds; 100000 unless told
  --rounds R   files of each arm, in turns; 5 unless told

log         verifies the chain of the operation log, beside a bare loop that hashes the same rows
  --orders N   generated orders whose log is read; 10000 unless told
  --rounds R   readings of each arm, in turns; 6 unless told

rest        memory of idle lifecycles, time until the product is ready, first load of the web
  --orders N   idle lifecycles in the worker's cache; 800 unless told
  --rounds R   first starts; 3 unless told
  --clients C  orders entered at the same time; 40 unless told

lists       measures the lists of the desks over HTTP on engines and generated orders of its own
  --orders N,… generated orders, fewest first: several sizes are asked in turns; 100000 unless told
  --rounds R   requests of each kind; 400 unless told
  --clients C  connections that ask at the same time; 2 unless told
  --only TEXT  asks only the questions whose name begins like this
  --data DIR   keeps engines' data and orders of each size there for the next time; thrown away unless told

issue       issues codes beside a bare loop of qrcode and zxing-wasm on the same symbols
  --codes N    codes to issue; 10000 unless told
  --rounds R   blocks of each arm, in turns; 20 unless told
  --clients C  codes under way at the same time; 4 unless told

plot        draws docs/performance.md and its plot from docs/figures

strangers   tells whether the time of a stranger's answer gives away what a dead code is; a live code is the control
  --rounds R   scans of each kind; 1000 unless told`;
