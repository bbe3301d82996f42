import { TagMark } from '../TagMark.tsx';
import { useTags } from '../useTags.ts';

/** Apart from what they stand in: where nothing is tagged, what tags are is not fetched. */
export default function RowTags({ ids }: { ids: readonly string[] }) {
  return useTags()
    .filter(({ id }) => ids.includes(id))
    .map((tag) => <TagMark key={tag.id} tag={tag} />);
}
