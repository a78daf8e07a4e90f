/** Who is signed in, as the frame shows it. */
export type ShellUser = { name: string; email: string };
/** An organization to work in. */
export type ShellOrganization = { id: string; name: string };
