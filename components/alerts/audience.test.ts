import { expect, test } from 'vitest';
import { audienceOf } from './audience.ts';

const works = { endpointState: null };
const mail = { id: 'ach_1', name: 'Mail', enabled: true, ...works };
const slack = { id: 'ach_2', name: 'Slack', enabled: false, ...works };
const pager = { id: 'ach_3', name: 'Pager', enabled: false, ...works };
const hook = { id: 'ach_4', name: 'Hook', enabled: true, endpointState: 'off' } as const;
const lost = { id: 'ach_5', name: 'Lost', enabled: true, endpointState: 'removed' } as const;

test.each([
  [[], [mail], 'every channel', null],
  [[], [mail, slack], 'every channel that is on', null],
  [[mail.id, slack.id], [mail, slack, pager], 'Mail, Slack is off', null],
  [[], [], 'nobody', 'there is no channel'],
  [[], [slack, pager], 'nobody', 'every channel is off'],
  [[slack.id], [mail, slack], 'nobody', 'Slack is off'],
  [[], [mail, hook], 'every channel that is on', null],
  [[hook.id], [mail, hook], 'nobody', 'Hook: its endpoint is off'],
  [[], [slack, lost], 'nobody', 'Slack is off, Lost: its endpoint was removed'],
  [[slack.id, pager.id], [mail, slack, pager], 'nobody', 'Slack is off, Pager is off'],
])('chosen %j of %j → %s, %s', (chosen, channels, names, silence) => {
  expect(audienceOf(chosen, channels)).toEqual({ names, silence });
});
