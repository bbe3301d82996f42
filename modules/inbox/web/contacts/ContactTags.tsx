import Plus from 'lucide-react/icons/plus';
import Tag from 'lucide-react/icons/tag';
import X from 'lucide-react/icons/x';
import { lazy, Suspense, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import type { Contact } from '../../contract.ts';
import { TagMark } from '../TagMark.tsx';
import { useTags } from '../useTags.ts';
import { type At, toggleTag } from './deeds.ts';

const TagPicker = lazy(async () => ({ default: (await import('../tags/TagPicker.tsx')).TagPicker }));

/** What they are sorted by: on and off by a click, and by `#` where this is the page. */
export function ContactTags({ at, contact, keys }: { at: At; contact: Contact; keys?: string }) {
  const all = useTags();
  const [isChoosing, setChoosing] = useState(false);
  const { mayOrganize, tagIds, name } = contact;
  const choose = () => setChoosing(true);
  const action = { id: 'contact.tags', title: 'Put a tag on this contact', group: 'This contact', icon: Tag };
  useActions(mayOrganize && keys ? [{ ...action, keys, run: choose }] : []);
  const own = all.filter(({ id }) => tagIds.includes(id));
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {own.map((tag) => (
        <span key={tag.id} className="inline-flex max-w-full items-center rounded-sm bg-hover pl-1.5">
          <TagMark tag={tag} />
          {mayOrganize && (
            <button
              type="button"
              aria-label={`Take ${tag.name} off`}
              onClick={() => toggleTag(at, contact, tag.id)}
              className="flex size-6 items-center justify-center rounded-sm text-faint hover:text-ink"
            >
              <X size={13} aria-hidden />
            </button>
          )}
        </span>
      ))}
      {own.length === 0 && !mayOrganize && <p className="text-sm text-soft">No tags.</p>}
      {mayOrganize && (
        <Button size="small" look="quiet" icon={Plus} onClick={choose}>
          Tag
        </Button>
      )}
      <Suspense>
        {isChoosing && (
          <TagPicker
            whom={name}
            isOn={(tagId) => tagIds.includes(tagId)}
            toggle={(tagId) => toggleTag(at, contact, tagId)}
            onClose={() => setChoosing(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
