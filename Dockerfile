# Cortex and nothing else, as a static program:
#
#   docker build --build-arg VERSION=1.2.3 -t cortex .
#   docker run --rm -v "$PWD:/bank" --user "$(id -u):$(id -g)" cortex check
#   docker run --rm -i -v "$PWD:/bank" --user "$(id -u):$(id -g)" cortex mcp
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=0.0.0
ARG REVISION=
ARG TARGETOS
ARG TARGETARCH
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false \
    -ldflags "-s -w -X main.release=v$VERSION -X main.commit=$REVISION" -o /cortex ./cmd/cortex

FROM scratch
COPY --from=build /cortex /cortex
COPY LICENSE /LICENSE
WORKDIR /bank
USER 65532:65532
ENTRYPOINT ["/cortex"]
