import type { ReactNode } from 'react';
import { q, queryClient, useLoaded } from '../../../web/kit/api.ts';
import { Page } from '../../../web/kit/Page.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import { getProfile } from '../profile/contract.ts';
import { PictureSection } from './PictureSection.tsx';
import { PreferencesSection } from './PreferencesSection.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { Sections } from './Sections.tsx';

export async function loader() {
  await queryClient.ensureQueryData(q(getProfile));
  return null;
}

export default function ProfilePage() {
  const profile = useLoaded(q(getProfile));
  return (
    <Page title="Profile" hint="How you appear to those you work with, and how you like it here.">
      <Sections>
        <Columns title="Picture">
          <PictureSection profile={profile} />
        </Columns>
        <Columns title="About you" hint="Others see your name, picture and username. The rest is for you.">
          <ProfileForm profile={profile} />
        </Columns>
        <Columns title="Preferences" hint="Takes effect at once, here and wherever you sign in next.">
          <PreferencesSection profile={profile} />
        </Columns>
      </Sections>
    </Page>
  );
}

/** Not wider than one reads. */
function Columns({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Section title={title} hint={hint}>
      <div className="max-w-xl">{children}</div>
    </Section>
  );
}
