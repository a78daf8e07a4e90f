'use server';

import { defineAction } from '#lib/action';
import { startCheckout } from '#lib/payments/start-checkout';

export const startCheckoutAction = defineAction({ verb: startCheckout });
