import { describe, expect, test } from '@jest/globals';
import { channelsOf, e164 } from '../../platform/phone.js';

describe('a phone number', () => {
  test.each([
    ['138 0013 8000', undefined, '+8613800138000'],
    ['+86 138-0013-8000', 'DE', '+8613800138000'],
    ['030-0074321', 'DE', '+49300074321'],
    ['(206) 555-9857', 'US', '+12065559857'],
  ])('%s, read in %s, is %s', (phone, country, expected) => {
    expect(e164({ phone, ...(country && { country }) })).toBe(expected);
  });

  test.each(['12345', 'nobody', '', '+86 1'])('%p is none', (phone) => {
    expect(e164({ phone })).toBeUndefined();
  });
});

describe('the channels of a customer', () => {
  test('start with e-mail', () => {
    expect(channelsOf({ email: 'a@example.com', phone: '13800138000' })).toEqual(['email', 'sms']);
    expect(channelsOf({ email: "o'neil+qr@bücher.example" })).toEqual(['email']);
  });

  test.each([
    'a@b@c.example',
    'a@localhost',
    'a@b.example,c@d.example',
    'A <a@b.example>',
    'a<b@c.example',
    '',
  ])('leave out an e-mail address like %p', (email) => {
    expect(channelsOf({ email, phone: '13800138000' })).toEqual(['sms']);
  });

  test('leave out a number nobody can call', () => {
    expect(channelsOf({ email: 'a@example.com', phone: '123' })).toEqual(['email']);
    expect(channelsOf({})).toEqual([]);
  });
});
