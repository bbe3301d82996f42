import { ApiError } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import type { AutopilotSettings } from '../../settings/contract.ts';
import { listed } from '../words.ts';
import { HowFields, IgnoresFields, MoreFields, WhereFields } from './Fields.tsx';
import { LeavesFields } from './LeavesFields.tsx';
import { fieldLabels } from './labels.ts';
import { type Editor, useEditor } from './useEditor.ts';

const inMore = ['readingModel', 'temperature', 'topP', 'systemPrompt'];

export function SettingsForm({ settings }: { settings: AutopilotSettings }) {
  const editor = useEditor(settings);
  const { draft, set, error } = editor;
  const isRefusedInMore = error instanceof ApiError && error.fields.some(({ path }) => inMore.includes(path));
  return (
    <Form onSubmit={editor.save} error={error} unsaved={editor.isChanged} className="mt-6">
      <WhereFields draft={draft} set={set} />
      <HowFields draft={draft} set={set} />
      <LeavesFields draft={draft} set={set} />
      <IgnoresFields draft={draft} set={set} />
      <MoreFields draft={draft} set={set} isOpen={isRefusedInMore} />
      <Foot editor={editor} />
    </Form>
  );
}

/** Always in sight while something is unsaved: the form is long. */
function Foot({ editor }: { editor: Editor }) {
  return (
    <div
      className={cx(
        'z-10 -mx-2 border-t border-line bg-paper px-2 py-3',
        editor.isChanged && 'sticky bottom-0 max-sm:bottom-14',
      )}
    >
      {editor.isOvertaken && <Overtaken editor={editor} />}
      <div className="flex flex-wrap items-center gap-3">
        <Submit busy={editor.isPending} disabledReason={editor.whyNotSaved}>
          Save
        </Submit>
        {editor.isChanged && (
          <Button look="quiet" onClick={editor.discard}>
            Discard
          </Button>
        )}
      </div>
    </div>
  );
}

/** Two people at the same settings: neither loses their words without having said so. */
function Overtaken({ editor }: { editor: Editor }) {
  const names = editor.theirs.map((name) => fieldLabels[name]);
  return (
    <div role="alert" className="mb-3 rounded-md bg-warn-wash px-4 py-3">
      <p className="font-[550] text-warn">Somebody has changed these settings meanwhile</p>
      <p className="mt-1 max-w-prose text-soft">
        {names.length > 0 ? `They changed: ${listed(names)}. ` : ''}
        Keep what you wrote and take the rest from them, or let yours go.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="small" onClick={editor.keepMine}>
          Keep mine, take the rest
        </Button>
        <Button size="small" look="quiet" onClick={editor.discard}>
          Take theirs
        </Button>
      </div>
    </div>
  );
}
