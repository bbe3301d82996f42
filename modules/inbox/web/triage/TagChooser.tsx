import { TagPicker } from '../tags/TagPicker.tsx';
import { useTagged } from '../tags/useTagged.ts';
import { toggleTag } from './deeds.ts';
import { knownRow } from './showing.ts';
import { type TriageProps, whom } from './triage.ts';

export default function TagChooser({ at, rows: asOpened, onClose }: TriageProps) {
  const rows = useTagged(asOpened, knownRow);
  return (
    <TagPicker
      whom={whom(rows)}
      isOn={(tagId) => rows.every(({ tagIds }) => tagIds.includes(tagId))}
      toggle={(tagId) => void toggleTag(at, rows, tagId)}
      onClose={onClose}
    />
  );
}
