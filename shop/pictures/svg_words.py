"""The words an SVG may use (SVG 2, Filter Effects, CSS): everything that draws, nothing that acts.

Scripts, foreign objects, links and events are missing on purpose.
"""

# ruff: noqa: SIM905 - lists of two hundred words are read as words

ELEMENTS = frozenset(
    """
    svg g defs symbol use switch image title desc style view
    path rect circle ellipse line polyline polygon text tspan textPath
    linearGradient radialGradient stop pattern clipPath mask marker
    filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
    feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
    feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset
    fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    animate animateMotion animateTransform mpath set
    """.split()
)

# Left out with everything in them: they show nothing.
SILENT = frozenset({"metadata"})

TEXTUAL = frozenset({"id", "class", "role", "aria-label", "aria-hidden", "lang", "font-family"})

ATTRIBUTES = TEXTUAL | frozenset(
    """
    accumulate additive alignment-baseline amplitude attributeName azimuth baseFrequency
    baseline-shift begin bias by calcMode clip-path clip-rule clipPathUnits color
    color-interpolation color-interpolation-filters cx cy d diffuseConstant direction display
    divisor dominant-baseline dur dx dy edgeMode elevation end exponent fill fill-opacity
    fill-rule filter filterUnits flood-color flood-opacity font-size font-stretch font-style
    font-variant font-weight fr from fx fy gradientTransform gradientUnits height
    image-rendering in in2 intercept isolation k1 k2 k3 k4 kernelMatrix keyPoints keySplines
    keyTimes lengthAdjust letter-spacing lighting-color limitingConeAngle marker-end
    marker-mid marker-start markerHeight markerUnits markerWidth mask mask-type
    maskContentUnits maskUnits max method min mix-blend-mode mode numOctaves offset opacity
    operator order orient overflow paint-order path pathLength patternContentUnits
    patternTransform patternUnits points pointsAtX pointsAtY pointsAtZ preserveAlpha
    preserveAspectRatio primitiveUnits r radius refX refY repeatCount repeatDur restart
    result rotate rx ry scale seed shape-rendering side slope spacing specularConstant
    specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width style surfaceScale systemLanguage
    tableValues targetX targetY text-anchor text-decoration text-rendering textLength to
    transform transform-origin type unicode-bidi values vector-effect version viewBox
    visibility width word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2
    yChannelSelector z
    """.split()
)

# What an animation may not change: attributes that are more than numbers and colours.
NEVER_ANIMATED = TEXTUAL | {"attributeName", "style"}

CSS_FUNCTIONS = frozenset(
    """
    url rgb rgba hsl hsla hwb lab lch oklab oklch color calc min max clamp var
    matrix translate translatex translatey scale scalex scaley rotate skew skewx skewy
    translate3d scale3d rotate3d matrix3d perspective
    cubic-bezier steps blur brightness contrast drop-shadow grayscale hue-rotate invert
    opacity saturate sepia inset circle ellipse polygon path
    not is where nth-child nth-of-type nth-last-child media
    """.split()
)
CSS_RULES = frozenset({"media", "keyframes", "-webkit-keyframes"})
