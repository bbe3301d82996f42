import Plus from 'lucide-react/icons/plus';
import TagIcon from 'lucide-react/icons/tag';
import { newId } from '../../../../kit/ids.ts';
import { type Choice, Chooser } from '../../../../web/kit/Chooser.tsx';
import { sendNow } from '../../../../web/kit/send.ts';
import { useHere } from '../../../../web/workspace.ts';
import { TagId } from '../../conversations/contract.ts';
import { listTags, putTagDefinition } from '../../tags/contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { useTagsToBe } from '../useTags.ts';

const isNew = 'new:';

interface TagPickerProps {
  /** Whose tags these are. */
  whom: string;
  isOn: (id: TagId) => boolean;
  toggle: (id: TagId) => void;
  onClose: () => void;
}

/** Several one after the other; each is on or off at once. Who may, adds one by writing its name. */
export function TagPicker({ whom, isOn, toggle, onClose }: TagPickerProps) {
  const { workspace } = useHere();
  const { items: tags, state } = useTagsToBe();
  const isKnown = state === 'loaded';
  const whyNot = useWhyNotMay('inbox.manage', 'add tags');
  const ofWords = (words: string): Choice | undefined => {
    const isThere = tags.some(({ name }) => name.toLowerCase() === words.toLowerCase());
    // Before it is known which there are, Enter would add one a second time.
    if (words === '' || isThere || whyNot || !isKnown) return undefined;
    return { value: isNew + words, label: `Add the tag “${words}”`, icon: Plus };
  };
  const choose = async (value: string) => {
    if (!value.startsWith(isNew)) return toggle(value as TagId);
    const tagId = newId(TagId);
    const params = { workspaceId: workspace.id, tagId };
    const body = { name: value.slice(isNew.length), color: 'gray' as const };
    await sendNow(
      putTagDefinition,
      { params, body },
      { stale: [[listTags.path]], failureTitle: 'No tag was added' },
    );
    toggle(tagId);
  };
  return (
    <Chooser
      title={`Tags of ${whom}`}
      placeholder="Put a tag on, or take it off"
      stays
      choices={tags.map(({ id, name }) => ({
        ...{ value: id as string, label: name, icon: TagIcon },
        isChosen: isOn(id),
      }))}
      ofWords={ofWords}
      ofWordsLast
      onChoose={(value) => void choose(value).catch(said)}
      onClose={onClose}
      foot={isKnown ? tags.length === 0 && (whyNot ?? noneYet) : footOf[state]}
    />
  );
}

const noneYet = 'There are no tags yet: write the name of the first.';
const footOf = {
  loading: 'Looking which tags there are…',
  failed: 'Which tags there are could not be loaded.',
};

/** Its refusal is in a toast. */
const said = () => undefined;
