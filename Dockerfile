# The binaries in a small image that GitLab's runners can use: they need a shell in it. The component
# compares commits with git, and writes notes with curl and jq.
#
#   docker build --build-arg AKVLINT_COMMIT="$(git rev-parse HEAD)" -t akvlint .
#   docker run --rm -v "$PWD:/repository:ro" akvlint
FROM swift:6.3-bookworm AS build
RUN apt-get update \
  && apt-get install -qy --no-install-recommends libyaml-dev make pkg-config \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
ARG AKVLINT_COMMIT=
RUN AKVLINT_MODIFIED=0 make release release-live

FROM debian:12-slim
RUN apt-get update \
  && apt-get install -qy --no-install-recommends ca-certificates curl git jq \
  && rm -rf /var/lib/apt/lists/*
ARG AKVLINT_COMMIT=
ARG AKVLINT_SOURCE=https://github.com/akvlint/akvlint
LABEL org.opencontainers.image.title="akvlint" \
  org.opencontainers.image.description="Linter for GitLab CI pipelines that read Azure Key Vault secrets" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.revision="$AKVLINT_COMMIT" \
  org.opencontainers.image.source="$AKVLINT_SOURCE" \
  org.opencontainers.image.documentation="https://github.com/akvlint/akvlint/blob/main/docs/gitlab-ci.md" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.base.name="docker.io/library/debian:12-slim"
COPY --from=build /source/.build/release/akvlint /usr/local/bin/akvlint
COPY --from=build /source/.build-live/release/akvlint /usr/local/bin/akvlint-live
# nobody
USER 65534:65534
WORKDIR /repository
CMD ["akvlint"]
