import CircleCheck from 'lucide-react/icons/circle-check';
import { useState } from 'react';
import { ApiError, q, queryClient } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { getSignInOptions } from '../../sign-in/contract.ts';
import { getProviderCheck, listProviders, putProvider } from '../../single-sign-on/contract.ts';
import { firstOf, missing } from './field-errors.ts';
import { type ProviderDraft, partsOf, slugFrom } from './providers.ts';

interface ProviderFormProps {
  draft: ProviderDraft;
  onClose: () => void;
}

/** The issuer is asked whether it is one before anything is stored: a mistake is found here and not at the door. */
export default function ProviderForm({ draft, onClose }: ProviderFormProps) {
  const [written, setWritten] = useState(draft);
  const check = useIssuerCheck();
  const save = useSaveProvider(draft, onClose);
  const change = (part: Partial<ProviderDraft>) => setWritten({ ...written, ...part });

  const submit = async () => {
    if (!(await check.passes(written.issuer.trim(), lackingIn(written)))) return;
    save.send({ params: { providerId: written.id }, body: bodyOf(written) });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={draft.isNew ? 'Add a provider' : `Change ${draft.name}`}
      body="The provider gives you the issuer, the client id and the secret."
    >
      <Form
        onSubmit={() => void submit()}
        error={check.refusal ?? firstOf(save.error)}
        unsaved={JSON.stringify(written) !== JSON.stringify(draft)}
        className="grid gap-5 sm:grid-cols-2"
      >
        <Names written={written} change={change} />
        <TextField
          name="issuer"
          label="Issuer"
          type="url"
          placeholder="https://login.example.com"
          className="sm:col-span-2"
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          value={written.issuer}
          onChange={(issuer) => {
            check.forget();
            change({ issuer });
          }}
          hint={<IssuerHint {...check} onCheck={() => void check.passes(written.issuer.trim())} />}
        />
        <Credentials written={written} change={change} />
        <Trust written={written} change={change} />
        <div className="mt-1 flex justify-end gap-2 sm:col-span-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={check.isPending || save.isPending}>{draft.isNew ? 'Add provider' : 'Save'}</Submit>
        </div>
      </Form>
    </Dialog>
  );
}

const useSaveProvider = ({ isNew }: ProviderDraft, then: () => void) =>
  useSend(putProvider, {
    stale: [[listProviders.path], [getSignInOptions.path]],
    onReply: ({ name }) => {
      toast({ title: isNew ? `${name} is added` : `${name} is changed` });
      then();
    },
  });

const lackingIn = ({ name, slug, issuer, clientId }: ProviderDraft) =>
  missing({
    name: name.trim() === '' ? 'Write how people call it.' : undefined,
    slug: slug === '' ? 'Write a short name.' : undefined,
    issuer: issuer.trim() === '' ? 'Write the address of the issuer.' : undefined,
    clientId: clientId.trim() === '' ? 'Write the client id it gave you.' : undefined,
  });

const bodyOf = ({ slug, name, issuer, clientId, clientSecret, scopes, emailDomains }: ProviderDraft) => ({
  ...{ slug, name, issuer: issuer.trim(), clientId },
  ...(clientSecret !== '' && { clientSecret }),
  scopes: partsOf(scopes),
  emailDomains: partsOf(emailDomains),
});

interface PartProps {
  written: ProviderDraft;
  change: (part: Partial<ProviderDraft>) => void;
}

/** The short name follows the long one until somebody writes another. */
function Names({ written, change }: PartProps) {
  const [slugTouched, setSlugTouched] = useState(!written.isNew);
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="On the button: “Continue with …”"
        maxLength={120}
        autoComplete="off"
        value={written.name}
        onChange={(name) => change({ name, ...(!slugTouched && { slug: slugFrom(name) }) })}
      />
      <TextField
        name="slug"
        label="Short name"
        hint={written.isNew ? 'Part of an address. It stays as it is.' : 'It cannot change any more.'}
        maxLength={40}
        autoComplete="off"
        readOnly={!written.isNew}
        value={written.slug}
        onChange={(slug) => {
          setSlugTouched(true);
          change({ slug });
        }}
      />
    </>
  );
}

function Credentials({ written, change }: PartProps) {
  return (
    <>
      <TextField
        name="clientId"
        label="Client id"
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        value={written.clientId}
        onChange={(clientId) => change({ clientId })}
      />
      <TextField
        name="clientSecret"
        label="Client secret"
        type="password"
        optional={!written.hasSecret}
        hint={
          written.hasSecret
            ? 'There is one. Leave this empty to keep it.'
            : 'Kept sealed, and never shown again.'
        }
        maxLength={1_000}
        autoComplete="new-password"
        value={written.clientSecret}
        onChange={(clientSecret) => change({ clientSecret })}
      />
    </>
  );
}

function Trust({ written, change }: PartProps) {
  return (
    <>
      <TextField
        name="scopes"
        label="Scopes"
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        value={written.scopes}
        onChange={(scopes) => change({ scopes })}
      />
      <TextField
        name="emailDomains"
        label="Trusted for addresses of"
        optional
        placeholder="example.com"
        hint="Who comes with such an address is the person who has it here."
        maxLength={2_000}
        autoComplete="off"
        spellCheck={false}
        value={written.emailDomains}
        onChange={(emailDomains) => change({ emailDomains })}
      />
    </>
  );
}

/** What the provider says of itself, or why it could not be asked. */
function useIssuerCheck() {
  const [state, setState] = useState<{ isPending: boolean; checked?: string; refusal?: Error }>({
    isPending: false,
  });
  const passes = async (issuer: string, refusal?: Error): Promise<boolean> => {
    if (refusal) {
      setState({ isPending: false, refusal });
      return false;
    }
    if (state.checked === issuer) return true;
    setState({ isPending: true });
    try {
      await queryClient.fetchQuery({ ...q(getProviderCheck, { query: { issuer } }), staleTime: 0 });
      setState({ isPending: false, checked: issuer });
      return true;
    } catch (error) {
      setState({ isPending: false, refusal: atIssuer(error as Error) });
      return false;
    }
  };
  return { ...state, passes, forget: () => setState({ isPending: false }) };
}

/** Whatever is wrong with what answers there is wrong at this field. */
function atIssuer(error: Error): Error {
  if (!(error instanceof ApiError) || error.status === 0) return error;
  const message = error.fields[0]?.message ?? error.message;
  return missing({ issuer: message }) ?? error;
}

interface IssuerHintProps {
  isPending: boolean;
  checked?: string;
  onCheck: () => void;
}

function IssuerHint({ isPending, checked, onCheck }: IssuerHintProps) {
  if (isPending) return <span role="status">Asking it</span>;
  if (checked) {
    return (
      <span role="status" className="flex items-center gap-1.5 text-good">
        <CircleCheck size={14} aria-hidden /> It answers as an OpenID Connect provider.
      </span>
    );
  }
  return (
    <span>
      It is asked before anything is saved.{' '}
      <button type="button" className="text-accent underline underline-offset-[0.2em]" onClick={onCheck}>
        Ask it now
      </button>
    </span>
  );
}
