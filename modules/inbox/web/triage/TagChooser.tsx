import { useQueryClient } from '@tanstack/react-query';
import Tag from 'lucide-react/icons/tag';
import { useSyncExternalStore } from 'react';
import { Chooser } from '../../../../web/kit/Chooser.tsx';
import type { TagId } from '../../contract.ts';
import { useTags } from '../useTags.ts';
import { toggleTag } from './deeds.ts';
import { knownRow } from './showing.ts';
import { type TriageProps, whom } from './triage.ts';

/** Several one after the other; each is on or off at once. */
export default function TagChooser({ at, rows: asOpened, onClose }: TriageProps) {
  const tags = useTags();
  const rows = useNow(asOpened);
  return (
    <Chooser
      title={`Tags of ${whom(rows)}`}
      placeholder="Put a tag on, or take it off"
      stays
      choices={tags.map(({ id, name }) => ({
        value: id as string,
        label: name,
        icon: Tag,
        isChosen: rows.every(({ tagIds }) => tagIds.includes(id)),
      }))}
      onChoose={(value) => void toggleTag(at, rows, value as TagId)}
      onClose={onClose}
      foot={tags.length === 0 && 'There are no tags yet.'}
    />
  );
}

/** The same conversations, with what was changed of them since. */
function useNow(rows: TriageProps['rows']): TriageProps['rows'] {
  const client = useQueryClient();
  const changes = useSyncExternalStore(
    (changed) => client.getQueryCache().subscribe(changed),
    () => rows.map(({ id }) => knownRow(id)?.tagIds.join(' ') ?? '').join('|'),
  );
  return changes === '' ? rows : rows.map((row) => knownRow(row.id) ?? row);
}
