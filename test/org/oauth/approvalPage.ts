const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Works in any browser, without script. */
export const showApproval = (app: string, scopes: string[], form: URLSearchParams): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Allow access?</title></head>
<body>
<h1>Allow access?</h1>
<p>${escape(app)} is asking to:</p>
<ul>${scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul>
<form method="post">
${[...form].map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`).join('\n')}
<label>Username <input name="username" value="${escape(form.get('login_hint') ?? '')}" autofocus></label>
<button name="decision" value="deny">Deny</button>
<button name="decision" value="allow">Allow</button>
</form>
</body>
</html>`;
