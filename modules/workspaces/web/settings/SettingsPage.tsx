import type { LoaderFunctionArgs } from 'react-router';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { readRights, useWhyNotMay } from '../rights.ts';
import { kindLabel } from '../words.ts';
import { AboutForm } from './AboutForm.tsx';
import { DangerZone } from './DangerZone.tsx';
import { HabitsForm } from './HabitsForm.tsx';
import { HoldingSection } from './HoldingSection.tsx';
import { Picture } from './Picture.tsx';
import { SettingsFacts } from './SettingsFacts.tsx';

export async function loader({ params }: LoaderFunctionArgs) {
  await readRights(params);
  return null;
}

export default function SettingsPage() {
  const { workspace } = useHere();
  const whyNot = useWhyNotMay('workspaces.manage_settings', 'change its settings');
  return (
    <Page
      title="Settings"
      hint={
        <span className="flex flex-wrap items-center gap-2">
          {workspace.name} <Badge>{kindLabel(workspace.kind)}</Badge>
          {workspace.isDemo && <Badge tone="accent">Demo</Badge>}
        </span>
      }
      actions={
        workspace.kind === 'holding' && (
          <ButtonLink to={paths.children({ workspaceId: workspace.id })}>Workspaces under it</ButtonLink>
        )
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      {whyNot ? (
        <SettingsFacts />
      ) : (
        <div className="[&>section:first-child]:border-0">
          <Section title="About" hint="How people find it and what it is called.">
            <Picture />
            <AboutForm key={workspace.id} />
          </Section>
          <Section title="Habits" hint="How things are written and counted here.">
            <HabitsForm key={workspace.id} />
          </Section>
        </div>
      )}
      <HoldingSection />
      <DangerZone />
    </Page>
  );
}
