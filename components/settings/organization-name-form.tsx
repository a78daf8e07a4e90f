import { NameForm } from '#components/settings/name-form';
import { renameOrganizationAction } from './actions.ts';

/** Renames the organization. */
export function OrganizationNameForm({ name }: { name: string }) {
  return (
    <NameForm
      label="Organization name"
      name={name}
      autoComplete="off"
      save={renameOrganizationAction}
    />
  );
}
