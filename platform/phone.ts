import { createRequire } from 'node:module';
import type * as Phones from 'libphonenumber-js';
import type { Customer } from '../domain/order.js';

// Its ESM build imports JSON without an attribute, which Node will refuse one day; the CommonJS build does not.
const { parsePhoneNumberFromString }: typeof Phones = createRequire(import.meta.url)('libphonenumber-js');

/** One plain mailbox: no list, no display name, nothing that a mail program would read as another address. */
const MAILBOX = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+\.[^\s@<>()[\],;:"\\]+$/;

/** The channels that have a usable address, the preferred one first. */
export function channelsOf(customer: Pick<Customer, 'email' | 'phone' | 'country'>): ('email' | 'sms')[] {
  const channels: ('email' | 'sms')[] = [];
  if (customer.email && MAILBOX.test(customer.email)) channels.push('email');
  if (e164(customer)) channels.push('sms');
  return channels;
}

/** The phone number in international form, or undefined when it is not a valid one. */
export function e164(customer: Pick<Customer, 'phone' | 'country'>): string | undefined {
  if (!customer.phone) return undefined;
  const parsed = parsePhoneNumberFromString(customer.phone, (customer.country ?? 'CN') as Phones.CountryCode);
  return parsed?.isValid() ? parsed.number : undefined;
}

const CHINESE: readonly (string | undefined)[] = [undefined, 'CN', 'HK', 'MO', 'TW'];

/** The language of a message that has room for one; without a country it is Chinese. */
export const languageOf = ({ country }: Pick<Customer, 'country'>): 'zh' | 'en' =>
  CHINESE.includes(country) ? 'zh' : 'en';
