import { Facts } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { kindLabel, zoneLabel } from '../words.ts';

/** For whoever may look and not change. */
export function SettingsFacts() {
  const { workspace } = useHere();
  return (
    <div className="pb-8">
      <Facts
        facts={[
          ['Name', workspace.name],
          ['Address', workspace.slug],
          ['Kind', kindLabel(workspace.kind)],
          ['Description', workspace.description ?? '–'],
          ['Time zone', zoneLabel(workspace.timezone)],
          ['Members', workspace.membersCount],
          ['Locations', workspace.locationsCount],
          ['Made', <Time key="made" at={workspace.createdAt} as="day" />],
        ]}
      />
    </div>
  );
}
