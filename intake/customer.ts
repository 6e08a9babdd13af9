import type { Customer } from '../domain/order.js';
import { linesOf, requiredText, textOf } from './cell.js';
import { countryCode } from './country.js';
import { RowRefused } from './refusals.js';
import type { Row } from './row.js';
import type { Sheet } from './sheet.js';

/** The customer as the file writes it; an empty cell is left out. */
export function readCustomer(row: Row, sheet: Sheet): Customer {
  const { customer } = sheet.mapping;
  const contact = textOf(row, customer.contact, sheet);
  const phone = textOf(row, customer.phone, sheet);
  const email = textOf(row, customer.email, sheet);
  const address = addressOf(row, customer.address ?? [], sheet);
  const country = countryOf(row, sheet);
  return {
    ref: requiredText(row, customer.ref, sheet),
    name: requiredText(row, customer.name, sheet),
    ...(contact !== undefined && { contact }),
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
    ...(address !== '' && { address }),
    ...(country !== undefined && { country }),
  };
}

function addressOf(row: Row, columns: string[], sheet: Sheet): string {
  const parts = columns.map((column) => linesOf(row, column, sheet));
  return parts.filter((part) => part !== '').join(', ');
}

function countryOf(row: Row, sheet: Sheet): string | undefined {
  const { country: column, countryNames } = sheet.mapping.customer;
  const name = textOf(row, column, sheet);
  if (column === undefined || name === undefined) return undefined;
  const code = (Object.hasOwn(countryNames, name) ? countryNames[name] : undefined) ?? countryCode(name);
  if (code === undefined) throw new RowRefused('country_unknown', column);
  return code;
}
