import { describe, expect, test } from 'vitest';
import { passwordField, passwordProblem } from './password-rules.ts';

const words = ['Ada Lovelace', 'ada.lovelace@example.com', 'Acme Ltd'];

describe('passwordProblem', () => {
  test.each([
    'correct horse battery staple',
    'x9-Kq2!vT',
    'ünïcödé pässphräse',
    '          seven spaces before',
    '🦄🐙🦄🐙🦄🐙🦄🐠',
    `${'a'.repeat(20)}bcd`,
    'lovelace wrote notes on the engine',
  ])('takes %j', async (password) => {
    expect(await passwordProblem(password, words)).toBeNull();
  });

  test.each([
    ['', 'Use at least 8'],
    ['seven77', 'Use at least 8'],
    ['🦄🐙🦄🐙🦄🐙🐠', 'Use at least 8'],
    ['password', 'among the first'],
    ['PassWord', 'among the first'],
    ['password123', 'among the first'],
    ['1234567890', 'among the first'],
    ['qwertyuiop', 'among the first'],
    ['aaaaaaaaaaaa', 'among the first'],
    ['abababababab', 'among the first'],
    ['Lovelace1815', 'is mostly'],
    ['AcmeAcme!', 'is mostly'],
    ['ada.lovelace@example.com', 'is mostly'],
    ['adalovelace-acme', 'is mostly'],
    ['DeveloperPortal!', 'is mostly'],
    ['x'.repeat(1025), 'at most 1024'],
    ['é'.repeat(513), 'at most 1024'],
  ])('refuses %j', async (password, problem) => {
    expect(await passwordProblem(password, words)).toContain(problem);
  });

  test('asks for no kinds of characters', async () => {
    expect(await passwordProblem('onlylowercaseletters', words)).toBeNull();
    expect(await passwordProblem('58203947561029', words)).toBeNull();
  });
});

test('an entered password is any text up to 1,024 bytes', () => {
  expect(passwordField.safeParse('x').success).toBe(true);
  expect(passwordField.safeParse('x'.repeat(1024)).success).toBe(true);
  expect(passwordField.safeParse('x'.repeat(1025)).success).toBe(false);
  expect(passwordField.safeParse('').success).toBe(false);
});
