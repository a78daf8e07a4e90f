import { describe, expect, test } from 'vitest';
import { labelOf, nameOf, placeOf, shortPlace } from './label.ts';

describe('placeOf', () => {
  test.each([
    ['http://localhost:4555/webhooks-01', 'localhost:4555/webhooks-01'],
    ['https://hooks.example.com/', 'hooks.example.com'],
    ['https://hooks.example.com/in/?token=secret#part', 'hooks.example.com/in/'],
    ['https://[2001:db8::1]:8443/in', '[2001:db8::1]:8443/in'],
  ])('%s → %s', (url, place) => {
    expect(placeOf(url)).toBe(place);
  });
});

test('a long path loses its middle, so that ends that differ stay apart; the host stays whole', () => {
  const long = (end: string) => `hooks.example.com/${'a'.repeat(60)}/webhooks-${end}`;
  expect(shortPlace(long('01'))).toBe(
    `hooks.example.com/${'a'.repeat(19)}…aaaaaaaaaaaa/webhooks-01`,
  );
  expect(shortPlace(long('01'))).not.toBe(shortPlace(long('02')));
  const fits = `hooks.example.com/${'a'.repeat(44)}`;
  expect(shortPlace(fits)).toBe(fits);
  expect(shortPlace(`${fits}a`).length).toBe(fits.length);
});

test('the description names an endpoint, the place stands beside it', () => {
  const place = 'localhost:4555/webhooks-01';
  expect(nameOf({ description: 'Orders', place })).toBe('Orders');
  expect(nameOf({ description: '', place })).toBe(place);
  expect(labelOf({ description: 'Orders', place })).toBe(`Orders (${place})`);
  expect(labelOf({ description: '', place })).toBe(place);
});
