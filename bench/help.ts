export const HELP = `npm run bench -- NAME [options] [--json]; each ends with 1 when a goal is missed

lifecycle   lets orders live through the product from the front door to the archive, beside workflows that do nothing as often
  --orders N   orders in a block; 200 unless told
  --rounds R   blocks of each arm, in turns; 6 unless told
  --clients C  orders under way at the same time; 60 unless told

lists       measures the lists of the desks over HTTP on engines and generated orders of its own
  --orders N   generated orders; 100000 unless told
  --rounds R   requests of each kind; 400 unless told
  --clients C  connections that ask at the same time; 2 unless told
  --only TEXT  asks only the questions whose name begins like this
  --data DIR   keeps engines' data and orders there for the next time; thrown away unless told

issue       issues codes beside a bare loop of qrcode and zxing-wasm on the same symbols
  --codes N    codes to issue; 10000 unless told
  --rounds R   blocks of each arm, in turns; 20 unless told
  --clients C  codes under way at the same time; 4 unless told

strangers   tells whether the time of a stranger's answer gives away what a dead code is; a live code is the control
  --rounds R   scans of each kind; 1000 unless told`;
