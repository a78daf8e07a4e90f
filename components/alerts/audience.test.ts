import { expect, test } from 'vitest';
import { audienceOf } from './audience.ts';

const mail = { id: 'ach_1', name: 'Mail', enabled: true };
const slack = { id: 'ach_2', name: 'Slack', enabled: false };
const pager = { id: 'ach_3', name: 'Pager', enabled: false };

test.each([
  [[], [mail], 'every channel', null],
  [[], [mail, slack], 'every channel that is on', null],
  [[mail.id, slack.id], [mail, slack, pager], 'Mail, Slack is off', null],
  [[], [], 'nobody', 'there is no channel'],
  [[], [slack, pager], 'nobody', 'every channel is off'],
  [[slack.id], [mail, slack], 'nobody', 'Slack is off'],
  [[slack.id, pager.id], [mail, slack, pager], 'nobody', 'Slack is off, Pager is off'],
])('chosen %j of %j → %s, %s', (chosen, channels, names, silence) => {
  expect(audienceOf(chosen, channels)).toEqual({ names, silence });
});
