"""What would run where words are not shown as they were typed. Each sets the page's title."""

RUN = "document.title='ran'"
PAYLOADS = [line.replace("RUN", RUN) for line in r"""
<script>RUN</script>
</p><script>RUN</script>
</textarea><script>RUN</script>
</title><script>RUN</script>
</style><script>RUN</script>
"><script>RUN</script>
'><script>RUN</script>
" onmouseover="RUN" x="
' onmouseover='RUN' x='
" autofocus onfocus="RUN
<img src=x onerror=RUN>
<img src=`x` onerror=RUN>
<img/src=x/onerror=RUN>
'><img src=x onerror=RUN>
<IMG SRC=x OnErRoR=RUN>
<<script>RUN//<</script>
<svg onload=RUN>
<svg/onload=RUN//
<svg><script>RUN</script></svg>
<svg><animate onbegin=RUN attributeName=x>
<math><mtext></p><script>RUN</script>
<body onload=RUN>
<iframe srcdoc='<script>parent.RUN</script>'>
<iframe src="javascript:parent.RUN">
<object data="javascript:RUN">
<embed src="javascript:RUN">
<details open ontoggle=RUN>x</details>
<input autofocus onfocus=RUN>
<select autofocus onfocus=RUN>
<video><source onerror=RUN></video>
<audio src=x onerror=RUN>
<marquee onstart=RUN>x</marquee>
<a href="javascript:RUN">x</a>
<form action="javascript:RUN"><button>x</button></form>
<form><button formaction="javascript:RUN">x</button>
<meta http-equiv=refresh content="0;url=javascript:RUN">
<base href=//evil.example>
<link rel=stylesheet href=//evil.example>
<template><script>RUN</script></template>
<noscript><p title="</noscript><script>RUN</script>">
<!--><script>RUN</script>-->
<![CDATA[><script>RUN</script>]]>
]]><script>RUN</script>
javascript:RUN
&lt;script&gt;RUN&lt;/script&gt;
&#60;script&#62;RUN&#60;/script&#62;
{{ 7*7 }}{% raw %}
${RUN}
%3Cscript%3ERUN%3C/script%3E
=HYPERLINK("javascript:RUN","x")
""".strip().splitlines()]  # fmt: skip
