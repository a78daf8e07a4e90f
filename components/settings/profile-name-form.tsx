import { NameForm } from '#components/settings/name-form';
import { updateProfileAction } from './actions.ts';

/** Changes the person's own name. */
export function ProfileNameForm({ name }: { name: string }) {
  return <NameForm label="Your name" name={name} autoComplete="name" save={updateProfileAction} />;
}
