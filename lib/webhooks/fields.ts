import { z } from 'zod';
import { hasUnprintable } from '#lib/text';
import { webhookEventTypes } from './events.ts';

const LONGEST_URL = 2_000;
const LONGEST_DESCRIPTION = 200;

/** Endpoints of one environment at most. */
export const MOST_ENDPOINTS = 20;

/** How long a replaced secret goes on signing beside its successor. Source: the /v1 contract, "Webhooks". */
export const SECRET_OVERLAP_HOURS = 24;

/** Where events are posted to; whether it may be called is checked besides. */
export const webhookUrlField = z
  .string()
  .trim()
  .min(1, 'Enter an address.')
  .max(LONGEST_URL, 'Must have at most 2,000 characters.');

/** Types of events, each once, in the order of the documentation. */
export const webhookEventsField = z
  .array(z.enum(webhookEventTypes))
  .min(1, 'Choose at least one event.')
  .max(100)
  .transform((chosen) => webhookEventTypes.filter((type) => chosen.includes(type)));

/** What people note about an endpoint. */
export const webhookDescriptionField = z
  .string()
  .trim()
  .max(LONGEST_DESCRIPTION, 'Must have at most 200 characters.')
  .refine((text) => !hasUnprintable(text), 'Leave out line breaks and control characters.');
