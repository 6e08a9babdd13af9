import { type Mapping, mappingSchema } from './mapping.js';

/** Mappings that come with the product, by name. */
export const PRESETS: Readonly<Record<string, Mapping>> = {
  northwind: mappingSchema.parse({
    name: 'northwind',
    assumptions: [
      'Amounts are US dollars.',
      'A line is unit price × quantity × (1 − discount), rounded half up to the cent per line.',
      'Freight is one charge line per order; zero freight is none.',
      'Goods are prepaid: the full payment arrived on the shipped date, and everything was shipped then.',
      'An order without a shipped date is neither paid nor shipped.',
      'Dates are midnight in Asia/Shanghai.',
      'Phone numbers are kept as written.',
      'The required date, the carrier and the sales representative are not read.',
    ],
    currency: 'USD',
    settlement: 'prepaid',
    rounding: 'half_up_per_line',
    order: { no: 'OrderID', orderedAt: 'OrderDate' },
    customer: {
      ref: 'CustomerID',
      name: 'CustomerName',
      contact: 'ContactName',
      phone: 'Phone',
      address: ['ShipName', 'ShipAddress', 'ShipCity', 'ShipRegion', 'ShipPostalCode', 'ShipCountry'],
      country: 'ShipCountry',
    },
    line: {
      kind: 'goods',
      sku: 'ProductID',
      name: 'ProductName',
      quantity: 'Quantity',
      amount: { unitPrice: 'UnitPrice', discount: 'Discount' },
    },
    charges: [{ column: 'Freight', sku: 'FREIGHT', name: 'Freight' }],
    facts: [{ column: 'ShippedDate', facts: ['payment_received_in_full', 'shipped_all'] }],
  }),
};
