'use server';

import { definePublicAction } from '#lib/action';
import { signUp } from '#lib/auth/sign-up';

export const signUpAction = definePublicAction(signUp);
