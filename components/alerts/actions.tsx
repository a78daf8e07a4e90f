'use server';

import { defineAction, definePublicAction } from '#lib/action';
import { askAgain } from '#lib/alerts/ask-again';
import { confirmRecipient } from '#lib/alerts/confirm-recipient';
import { removeChannel } from '#lib/alerts/remove-channel';
import { removeRule } from '#lib/alerts/remove-rule';
import { saveChannel } from '#lib/alerts/save-channel';
import { saveRule } from '#lib/alerts/save-rule';
import { snoozeRule } from '#lib/alerts/snooze-rule';
import { testChannel } from '#lib/alerts/test-channel';
import { withdrawRecipient } from '#lib/alerts/withdraw-recipient';

const pages = ['/[environment]/alerts', '/[environment]/alerts/[alertId]'];

export const saveRuleAction = defineAction({ verb: saveRule, revalidate: pages });
export const removeRuleAction = defineAction({ verb: removeRule, revalidate: pages });
export const snoozeRuleAction = defineAction({ verb: snoozeRule, revalidate: pages });
export const saveChannelAction = defineAction({ verb: saveChannel, revalidate: pages });
export const removeChannelAction = defineAction({ verb: removeChannel, revalidate: pages });
export const askAgainAction = defineAction({ verb: askAgain, revalidate: pages });
export const confirmRecipientAction = definePublicAction(confirmRecipient);
export const withdrawRecipientAction = definePublicAction(withdrawRecipient);
export const testChannelAction = defineAction({ verb: testChannel, revalidate: pages });
