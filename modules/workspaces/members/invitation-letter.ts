import type { Role } from '../../../kit/ctx.ts';
import { type Brand, type Written, written } from '../../../kit/mail/letter.ts';

export interface InvitationFacts {
  readonly workspaceName: string;
  readonly inviterName: string;
  readonly role: Role | null;
  readonly link: string;
  readonly expiresAt: Date;
}

const roleNames: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  manager: 'Manager',
  member: 'Member',
  viewer: 'Viewer',
};

export function invitationLetter(facts: InvitationFacts, brand: Brand): Written {
  const { workspaceName, inviterName, role, link, expiresAt } = facts;
  return written(
    {
      subject: `${inviterName} asks you to join ${workspaceName}`,
      preheader: `Accept the invitation to work in ${workspaceName}.`,
      title: `Join ${workspaceName}`,
      parts: [
        { kind: 'text', text: `${inviterName} asks you to work in ${workspaceName} on ${brand.name}.` },
        {
          kind: 'facts',
          facts: [
            ['Workspace', workspaceName],
            ['Your role', role === null ? 'At some locations' : roleNames[role]],
            ['Good until', `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`],
          ],
        },
        { kind: 'action', label: 'Look at the invitation', href: link },
        {
          kind: 'text',
          text: 'The link can be used once. If there is a newer mail with an invitation, use the one in there.',
        },
      ],
      footnote: `You get this because ${inviterName} entered your address. If you do not know them, do nothing.`,
    },
    brand,
  );
}
