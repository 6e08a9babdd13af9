import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { seededRandom } from '../seeded-random.js';

const HEAD =
  'OrderID,OrderDate,RequiredDate,ShippedDate,ShipVia,Freight,CustomerID,CustomerName,ContactName,Phone,ShipName,ShipAddress,' +
  'ShipCity,ShipRegion,ShipPostalCode,ShipCountry,SalesRep,ProductID,ProductName,UnitPrice,Quantity,Discount\n';
const CUSTOMERS = 5_000;
const MOST_LINES = 3;

/** Writes generated orders as the preset `northwind` reads them: one to three lines each, paid and shipped. */
export async function writeOrders(
  path: string,
  { prefix, orders, seed }: { prefix: string; orders: number; seed: number },
): Promise<void> {
  await pipeline(Readable.from(rowsOf(prefix, orders, seededRandom(seed))), createWriteStream(path));
}

function* rowsOf(prefix: string, orders: number, random: () => number): Generator<string> {
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  yield HEAD;
  for (let at = 0; at < orders; at += 1) {
    const customer = `C${upTo(CUSTOMERS)}`;
    const who = `${customer},Customer ${customer},Contact ${customer},26.47.15.10`;
    const where = `Customer ${customer},${upTo(200)} rue de l'Abbaye,Reims,,51100,France`;
    const freight = (upTo(9_000) / 100).toFixed(2);
    const head = `${prefix}${at},1996-07-04,1996-08-01,1996-07-16,Federal Shipping,${freight},${who},${where},Steven Buchanan`;
    for (let line = upTo(MOST_LINES); line > 0; line -= 1)
      yield `${head},${line},Product ${line},${(upTo(5_000) / 100).toFixed(2)},${upTo(20)},0.00\n`;
  }
}
