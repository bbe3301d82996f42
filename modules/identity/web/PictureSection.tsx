import Camera from 'lucide-react/icons/camera';
import { useRef, useState } from 'react';
import { type ApiError, call } from '../../../kit/client.ts';
import { q, queryClient } from '../../../web/kit/api.ts';
import { Avatar } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { FormProblem } from '../../../web/kit/Form.tsx';
import { Progress } from '../../../web/kit/Progress.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { toast } from '../../../web/kit/toast.ts';
import { fetchTelling } from '../../../web/kit/upload.ts';
import {
  avatarTypes,
  avatarUploadBytesMax,
  deleteAvatar,
  getProfile,
  type Profile,
  putAvatar,
} from '../profile/contract.ts';
import { getMe } from '../sign-in/contract.ts';

/** The new picture is seen while it is on its way; what comes back is cut to a square by the server. */
export function PictureSection({ profile }: { profile: Profile }) {
  const input = useRef<HTMLInputElement>(null);
  const upload = useUpload();
  const remove = useSend(deleteAvatar, { failureTitle: 'Your picture is still there', onReply: show });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-6">
        <Avatar name={profile.name} src={upload.preview ?? profile.avatarUrl} size="huge" />
        <div className="flex flex-col items-start gap-2">
          <div className="flex flex-wrap gap-2">
            <Button icon={Camera} busy={upload.isPending} onClick={() => input.current?.click()}>
              {profile.avatarUrl ? 'Change picture' : 'Add picture'}
            </Button>
            {profile.avatarUrl && (
              <Button look="quiet" busy={remove.isPending} onClick={() => remove.send({})}>
                Take it away
              </Button>
            )}
          </div>
          <p className="text-sm text-faint">PNG, JPEG, WebP or GIF, up to 8 MB.</p>
        </div>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Choose a picture"
        accept={avatarTypes.join(',')}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file) void upload.send(file);
        }}
      />
      {upload.isPending && (
        <Progress label="Sending the picture" done={upload.done * 100} onCancel={upload.stop} />
      )}
      {upload.error && <FormProblem error={upload.error} />}
    </div>
  );
}

function show(profile: Profile) {
  queryClient.setQueryData(q(getProfile).queryKey, profile);
  void queryClient.invalidateQueries({ queryKey: [getMe.path] });
}

function useUpload() {
  const [state, setState] = useState<{ preview?: string; done: number; error?: Error; isPending: boolean }>({
    done: 0,
    isPending: false,
  });
  const stop = useRef<AbortController>(null);
  const send = async (file: File) => {
    const problem = whyNot(file);
    if (problem) return setState({ done: 0, isPending: false, error: new Error(problem) });
    const preview = URL.createObjectURL(file);
    stop.current = new AbortController();
    setState({ preview, done: 0, isPending: true });
    const fetch = fetchTelling((done) => setState({ preview, done, isPending: true }));
    try {
      show(await call(putAvatar, { upload: file, fetch, signal: stop.current.signal }));
      setState({ done: 1, isPending: false });
      toast({ title: 'Your picture is changed' });
    } catch (error) {
      const isStopped = stop.current.signal.aborted;
      setState({ done: 0, isPending: false, ...(!isStopped && { error: error as ApiError }) });
    } finally {
      URL.revokeObjectURL(preview);
    }
  };
  return { ...state, send, stop: () => stop.current?.abort() };
}

/** Said before anything is sent: the server would say the same after all of it. */
function whyNot({ type, size }: File): string | undefined {
  if (!avatarTypes.some((known) => known === type)) return 'Choose a PNG, JPEG, WebP or GIF.';
  return size > avatarUploadBytesMax ? 'This picture has more than 8 MB. Choose a smaller one.' : undefined;
}
