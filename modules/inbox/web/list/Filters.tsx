import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Combobox, Select } from '../../../../web/kit/Select.tsx';
import { listChannels, priorities } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { useColleagues } from '../useColleagues.ts';
import { useTags } from '../useTags.ts';
import { channelLabels, priorityLabels } from '../words.ts';
import type { FilterName } from './asking.ts';

/** Each leaves less of the others. */
export default function Filters() {
  const { clear } = useInbox();
  return (
    <search aria-label="Conversations" className="mt-3 flex flex-col gap-4">
      <Account />
      <With />
      <Tagged />
      <Urgency />
      <Button look="quiet" size="small" className="self-start" onClick={clear}>
        Show all again
      </Button>
    </search>
  );
}

function useField(name: FilterName) {
  const { filters, change } = useInbox();
  return { name, value: filters[name], onChange: (value: string) => change(name, value) };
}

function Account() {
  const params = { workspaceId: useInbox().at.workspaceId };
  const channels = usePages(listChannels, { params, query: { limit: pageLimitMax } });
  const options = channels.items.map(({ id, name, platform }) => ({
    value: id as string,
    label: name,
    hint: channelLabels[platform],
  }));
  const every = { value: '', label: 'Every account' };
  return (
    <Select
      {...useField('channel')}
      label="Account"
      placeholder={every.label}
      options={[every, ...options]}
    />
  );
}

function With() {
  const { members } = useColleagues();
  const options = [
    { value: 'me', label: 'Me' },
    { value: 'nobody', label: 'Nobody' },
    ...members.map(({ id, name }) => ({ value: id as string, label: name })),
  ];
  return <Combobox {...useField('assignee')} label="With" placeholder="Anybody" options={options} />;
}

function Tagged() {
  const options = useTags().map(({ id, name }) => ({ value: id as string, label: name }));
  const field = useField('tag');
  if (options.length === 0) return null;
  return <Combobox {...field} label="Tag" placeholder="Any tag" options={options} />;
}

function Urgency() {
  const any = { value: '', label: 'Any priority' };
  const options = [
    any,
    ...priorities.map((value) => ({ value: value as string, label: priorityLabels[value] })),
  ];
  return <Select {...useField('priority')} label="Priority" placeholder={any.label} options={options} />;
}
