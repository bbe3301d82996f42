import { pageLimitMax } from '../../../../../kit/page.ts';
import { usePages } from '../../../../../web/kit/api.ts';
import { Button } from '../../../../../web/kit/Button.tsx';
import { Combobox, type Option, Select } from '../../../../../web/kit/Select.tsx';
import { listPosts } from '../../../../publishing/contract.ts';
import {
  commentCategories,
  commentKinds,
  commentLanguages,
  commentPlatforms,
  ratings,
  sentiments,
} from '../../../comments/contract.ts';
import { listChannels } from '../../../conversations/contract.ts';
import { languageLabel } from '../../contacts/words.ts';
import { useColleagues } from '../../useColleagues.ts';
import { useTags } from '../../useTags.ts';
import type { FilterName } from '../asking.ts';
import { useComments } from '../comments.ts';
import {
  categoryLabels,
  kindLabels,
  platformLabels,
  postLabel,
  sentimentLabels,
  starWords,
  urgencies,
} from '../words.ts';

/** Each leaves less of the others. */
export default function Filters() {
  const { clear } = useComments();
  return (
    <search aria-label="Comments" className="mt-3 flex flex-col gap-4">
      <Post />
      <Account />
      <div className="grid grid-cols-2 gap-x-3 gap-y-4">
        <With />
        <Tagged />
        <One name="kind" label="Kind" any="Any" options={kinds} />
        <One name="rating" label="Stars" any="Any" options={stars} />
        <One name="platform" label="Platform" any="Any" options={platforms} />
        <One name="category" label="About" any="Any" options={categories} />
        <One name="sentiment" label="Tone" any="Any" options={tones} />
        <One name="priority" label="Urgency" any="Any" options={scores} />
        <One name="language" label="Language" any="Any" options={languages} />
        <One name="hidden" label="Seen by others" any="Any" options={visibility} />
      </div>
      <Button look="quiet" size="small" className="self-start" onClick={clear}>
        Show all again
      </Button>
    </search>
  );
}

const kinds = commentKinds.map((value) => ({ value, label: kindLabels[value] }));
const stars = ratings.map((value) => ({ value: String(value), label: starWords(value) }));
const platforms = commentPlatforms.map((value) => ({ value, label: platformLabels[value] }));
const categories = commentCategories.map((value) => ({ value, label: categoryLabels[value] }));
const tones = sentiments.map((value) => ({ value, label: sentimentLabels[value] }));
const scores = urgencies.toReversed().map(({ from, label }, index, all) => ({
  value: String(from),
  label: index === all.length - 1 ? label : `${label} or more`,
}));
const languages = commentLanguages.map((value) => ({ value, label: languageLabel(value) }));
const visibility = [
  { value: 'false', label: 'Seen by others' },
  { value: 'true', label: 'Hidden' },
];

function useField(name: FilterName) {
  const { filters, change } = useComments();
  return { name, value: filters[name], onChange: (value: string) => change(name, value) };
}

interface OneProps {
  name: FilterName;
  label: string;
  any: string;
  options: readonly Option[];
}

function One({ name, label, any, options }: OneProps) {
  const field = useField(name);
  return (
    <Select {...field} label={label} placeholder={any} options={[{ value: '', label: any }, ...options]} />
  );
}

const captionShownMax = 60;

function Post() {
  const params = { workspaceId: useComments().at.workspaceId };
  const posts = usePages(listPosts, { params, query: { limit: pageLimitMax } });
  const options = posts.items.map(({ id, caption, kind, platform }) => ({
    value: id as string,
    label: caption?.trim().slice(0, captionShownMax) || `${postLabel(kind)} without a caption`,
    hint: `${postLabel(kind)}, ${platformLabels[platform]}`,
  }));
  return <Combobox {...useField('post')} label="Post" placeholder="Every post" options={options} />;
}

function Account() {
  const params = { workspaceId: useComments().at.workspaceId };
  const channels = usePages(listChannels, { params, query: { limit: pageLimitMax } });
  const options = channels.items
    .filter(({ platform }) => (commentPlatforms as readonly string[]).includes(platform))
    .map(({ id, name, platform }) => ({ value: id as string, label: name, hint: platformLabels[platform] }));
  return <One name="channel" label="Account" any="Every account" options={options} />;
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
