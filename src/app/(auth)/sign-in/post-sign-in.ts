/** Signs in. Null when it worked, else the sentence that says why not; the cookie comes with the answer. */
export async function postSignIn(email: string, password: string): Promise<string | null> {
  const answer = await fetch("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: email.trim(), password }),
  }).catch(() => null);
  if (answer?.ok) return null;
  if (!answer) return "The server did not answer. Check the connection and try again.";
  const body: { code?: string; message?: string } = await answer.json().catch(() => ({}));
  if (answer.status === 429 || answer.status === 403) return body.message ?? "Not now. Try again in a minute.";
  if (answer.status < 500) return "That e-mail address and password do not go together.";
  return "Something went wrong on the server. Try again.";
}
