'use server';

import { defineAction } from '#lib/action';
import { renewSessionCookie } from '#lib/auth/browser-cookie';
import { changePassword } from '#lib/auth/change-password';
import { endOtherSessions } from '#lib/auth/end-other-sessions';
import { endSession } from '#lib/auth/end-session';
import { updateProfile } from '#lib/auth/update-profile';
import { renameOrganization } from '#lib/orgs/rename';

export const renameOrganizationAction = defineAction({
  verb: renameOrganization,
  revalidate: ['/settings/organization'],
});
export const updateProfileAction = defineAction({
  verb: updateProfile,
  revalidate: ['/settings/profile'],
});
export const changePasswordAction = defineAction({
  verb: changePassword,
  revalidate: ['/settings/security'],
  finish: renewSessionCookie,
});
export const endSessionAction = defineAction({
  verb: endSession,
  revalidate: ['/settings/security'],
});
export const endOtherSessionsAction = defineAction({
  verb: endOtherSessions,
  revalidate: ['/settings/security'],
});
