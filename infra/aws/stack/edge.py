"""One CloudFront distribution for everything: pages, pictures, functions.

Pages and pictures are private objects that only this distribution may read (origin access control).
A page that is not there is S3's 403, for which shoppers get the shop's 404 page; that holds for the
whole distribution, so functions answer 404 and 401 but never 403 to a browser that should see it.
"""

from typing import Any

from infra.aws import edge
from infra.aws.plan import Plan
from infra.aws.stack.foundation import arn_of_bucket, bucket_policy, tls_only
from infra.aws.stack.words import Resources, allow, att, ref, resource, sub
from infra.embedded import policies
from shop.adapters.s3_site import LIVE

# AWS's own policies (CloudFront developer guide, "Use managed cache policies" and "… origin
# request policies").
NEVER_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
DAY, YEAR = 86_400, 31_536_000
TO_FUNCTIONS = ("/api/*", "/admin", "/admin/*")
# Headers that CloudFront sets by fields of their own; all others are custom ones.
HSTS = {"AccessControlMaxAgeSec": 2 * YEAR, "IncludeSubdomains": False, "Override": True}


def distribution(plan: Plan) -> Resources:
    return {
        "Reader": _access_control(),
        "CachePages": _cache(),
        "HeadersPages": _headers("pages", {**policies.HEADERS}, policies.page_policy(b"")),
        "HeadersMedia": _headers("media", {**policies.MEDIA_HEADERS}, policies.MEDIA),
        "HeadersDoor": _headers("functions", {}, ""),
        "EdgePages": _function("pages", edge.pages(plan.languages, plan.default_language)),
        "EdgeMoved": _function("moved", edge.moved()),
        "EdgeDoor": _function("door", edge.door()),
        "Distribution": resource(
            "CloudFront::Distribution", {"DistributionConfig": _distribution(plan)}
        ),
        "SitePolicy": _readable(plan, "SiteBucket", f"/{LIVE}*"),
        "MediaPolicy": _readable(plan, "MediaBucket", "/media/*"),
    }


def _distribution(plan: Plan) -> dict[str, Any]:
    config: dict[str, Any] = {
        "Enabled": True,
        "Comment": plan.name,
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "Origins": [
            _bucket_origin("site", "SiteBucket", "/" + LIVE.rstrip("/")),
            _bucket_origin("media", "MediaBucket", ""),
            _api_origin(plan),
        ],
        "DefaultCacheBehavior": _pages(),
        "CacheBehaviors": [
            {"PathPattern": "/media/*", **_stored("media", "HeadersMedia")},
            *({"PathPattern": pattern, **_to_functions()} for pattern in TO_FUNCTIONS),
        ],
        "CustomErrorResponses": [
            {
                "ErrorCode": 403,
                "ResponseCode": 404,
                "ResponsePagePath": "/404.html",
                "ErrorCachingMinTTL": 10,
            }
        ],
    }
    if plan.domain:
        config["Aliases"] = [plan.domain]
        config["ViewerCertificate"] = {
            "AcmCertificateArn": plan.certificate,
            "SslSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        }
    return config


def _pages() -> dict[str, Any]:
    return _stored("site", "HeadersPages") | {
        "FunctionAssociations": [
            {"EventType": "viewer-request", "FunctionARN": att("EdgePages", "FunctionARN")},
            {"EventType": "viewer-response", "FunctionARN": att("EdgeMoved", "FunctionARN")},
        ]
    }


def _stored(origin: str, headers: str) -> dict[str, Any]:
    """Files, which CloudFront keeps and compresses."""
    return {
        "TargetOriginId": origin,
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": ["GET", "HEAD"],
        "Compress": True,
        "CachePolicyId": ref("CachePages"),
        "ResponseHeadersPolicyId": ref(headers),
    }


def _to_functions() -> dict[str, Any]:
    """Everything a visitor sends, and never an old answer."""
    return {
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        "Compress": True,
        "CachePolicyId": NEVER_CACHED,
        "OriginRequestPolicyId": ALL_BUT_HOST,
        "ResponseHeadersPolicyId": ref("HeadersDoor"),
        "FunctionAssociations": [
            {"EventType": "viewer-request", "FunctionARN": att("EdgeDoor", "FunctionARN")}
        ],
    }


def _bucket_origin(name: str, bucket: str, path: str) -> dict[str, Any]:
    return {
        "Id": name,
        "DomainName": sub(f"${{{bucket}}}.s3.${{AWS::Region}}.${{AWS::URLSuffix}}"),
        "OriginPath": path,
        "OriginAccessControlId": att("Reader", "Id"),
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }


def _api_origin(plan: Plan) -> dict[str, Any]:
    """The HTTP API, which learns by a secret that it is this distribution that asks."""
    secret = {"HeaderName": "X-Shop-Proxy", "HeaderValue": ref("ProxySecret")}
    origin: dict[str, Any] = {"Id": "api", "OriginCustomHeaders": [secret]}
    if plan.double:
        return origin | {
            "DomainName": plan.double.host,
            "OriginPath": sub("/_aws/execute-api/${Api}/$default"),
            "CustomOriginConfig": {
                "OriginProtocolPolicy": "http-only",
                "HTTPPort": plan.double.port,
            },
        }
    return origin | {
        "DomainName": sub("${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"),
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
        },
    }


def _access_control() -> dict[str, Any]:
    return resource(
        "CloudFront::OriginAccessControl",
        {
            "OriginAccessControlConfig": {
                "Name": sub("${AWS::StackName}-reader"),
                "OriginAccessControlOriginType": "s3",
                "SigningBehavior": "always",
                "SigningProtocol": "sigv4",
            }
        },
    )


def _cache() -> dict[str, Any]:
    """By address alone. How long is said by each object (`shop.published.kinds`)."""
    none = "none"
    return resource(
        "CloudFront::CachePolicy",
        {
            "CachePolicyConfig": {
                "Name": sub("${AWS::StackName}-pages"),
                "MinTTL": 0,
                "DefaultTTL": DAY,
                "MaxTTL": YEAR,
                "ParametersInCacheKeyAndForwardedToOrigin": {
                    "CookiesConfig": {"CookieBehavior": none},
                    "HeadersConfig": {"HeaderBehavior": none},
                    "QueryStringsConfig": {"QueryStringBehavior": none},
                    "EnableAcceptEncodingBrotli": True,
                    "EnableAcceptEncodingGzip": True,
                },
            }
        },
    )


def _headers(name: str, headers: dict[str, str], csp: str) -> dict[str, Any]:
    """`headers` as the embedded server sends them. HSTS is for whatever the distribution answers;
    functions say the rest of theirs themselves."""
    security: dict[str, Any] = {"StrictTransportSecurity": HSTS}
    if headers.pop("X-Content-Type-Options", ""):
        security["ContentTypeOptions"] = {"Override": True}
    referrer = headers.pop("Referrer-Policy", "")
    if referrer:
        security["ReferrerPolicy"] = {"ReferrerPolicy": referrer, "Override": True}
    if csp:
        security["ContentSecurityPolicy"] = {"ContentSecurityPolicy": csp, "Override": True}
    headers.pop("Strict-Transport-Security", "")
    custom = [{"Header": key, "Value": value, "Override": True} for key, value in headers.items()]
    config: dict[str, Any] = {
        "Name": sub("${AWS::StackName}-" + name),
        "SecurityHeadersConfig": security,
    }
    if custom:
        config["CustomHeadersConfig"] = {"Items": custom}
    return resource("CloudFront::ResponseHeadersPolicy", {"ResponseHeadersPolicyConfig": config})


def _function(name: str, code: str) -> dict[str, Any]:
    return resource(
        "CloudFront::Function",
        {
            "Name": sub("${AWS::StackName}-" + name),
            "AutoPublish": True,
            "FunctionCode": code,
            "FunctionConfig": {"Comment": name, "Runtime": "cloudfront-js-2.0"},
        },
    )


def _readable(plan: Plan, bucket: str, part: str) -> dict[str, Any]:
    """A bucket's policy: this distribution may read that part of it."""
    distribution = (
        "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"
    )
    ours = {"AWS:SourceArn": sub(distribution)}
    statement = allow(["s3:GetObject"], arn_of_bucket(ref(bucket), part), StringEquals=ours)
    statement["Principal"] = {"Service": "cloudfront.amazonaws.com"}
    return bucket_policy(ref(bucket), tls_only(plan, ref(bucket)), statement)
