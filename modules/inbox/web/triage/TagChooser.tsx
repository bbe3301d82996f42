import Plus from 'lucide-react/icons/plus';
import TagIcon from 'lucide-react/icons/tag';
import { useSyncExternalStore } from 'react';
import { newId } from '../../../../kit/ids.ts';
import { queryClient } from '../../../../web/kit/api.ts';
import { type Choice, Chooser } from '../../../../web/kit/Chooser.tsx';
import { sendNow } from '../../../../web/kit/send.ts';
import { TagId } from '../../contract.ts';
import { listTags, putTagDefinition } from '../../tags/contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { useTags } from '../useTags.ts';
import { toggleTag } from './deeds.ts';
import { knownRow } from './showing.ts';
import { type TriageProps, whom } from './triage.ts';

const isNew = 'new:';

/** Several one after the other; each is on or off at once. Who may, adds one by writing its name. */
export default function TagChooser({ at, rows: asOpened, onClose }: TriageProps) {
  const tags = useTags();
  const rows = useNow(asOpened);
  const whyNot = useWhyNotMay('inbox.manage', 'add tags');
  const ofWords = (words: string): Choice | undefined => {
    const isThere = tags.some(({ name }) => name.toLowerCase() === words.toLowerCase());
    if (words === '' || isThere || whyNot) return undefined;
    return { value: isNew + words, label: `Add the tag “${words}”`, icon: Plus };
  };
  const choose = async (value: string) => {
    if (!value.startsWith(isNew)) return toggleTag(at, rows, value as TagId);
    const tagId = newId(TagId);
    const params = { workspaceId: at.workspaceId, tagId };
    const body = { name: value.slice(isNew.length), color: 'gray' as const };
    await sendNow(
      putTagDefinition,
      { params, body },
      { stale: [[listTags.path]], failureTitle: 'No tag was added' },
    );
    return toggleTag(at, rows, tagId);
  };
  return (
    <Chooser
      title={`Tags of ${whom(rows)}`}
      placeholder="Put a tag on, or take it off"
      stays
      choices={tags.map(({ id, name }) => ({
        value: id as string,
        label: name,
        icon: TagIcon,
        isChosen: rows.every(({ tagIds }) => tagIds.includes(id)),
      }))}
      ofWords={ofWords}
      ofWordsLast
      onChoose={(value) => void choose(value).catch(said)}
      onClose={onClose}
      foot={tags.length === 0 && (whyNot ?? 'There are no tags yet: write the name of the first.')}
    />
  );
}

/** Its refusal is in a toast. */
const said = () => undefined;

/** The same conversations, with what was changed of them since. */
function useNow(rows: TriageProps['rows']): TriageProps['rows'] {
  const changes = useSyncExternalStore(
    (changed) => queryClient.getQueryCache().subscribe(changed),
    () => rows.map(({ id }) => knownRow(id)?.tagIds.join(' ') ?? '').join('|'),
  );
  return changes === '' ? rows : rows.map((row) => knownRow(row.id) ?? row);
}
