# One image for all stages. `--stages=NAME` or STOCKNOW__Stages__... selects the stage.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra

FROM ${SDK_IMAGE} AS build
ARG TARGETARCH=amd64
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CI=true
WORKDIR /source

# The packages have a layer of their own, which stays as long as the lock files do.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY StockNow.Contracts/StockNow.Contracts.csproj StockNow.Contracts/packages.lock.json StockNow.Contracts/
COPY StockNow.Stages/StockNow.Stages.csproj StockNow.Stages/packages.lock.json StockNow.Stages/
COPY StockNow.Host/StockNow.Host.csproj StockNow.Host/packages.lock.json StockNow.Host/
RUN dotnet restore StockNow.Host -a ${TARGETARCH} -p:PublishReadyToRun=true

COPY . .
ARG REVISION=
RUN dotnet publish StockNow.Host -c Release -a ${TARGETARCH} --no-restore --self-contained false -o /app \
      -p:PublishReadyToRun=true -p:DebugType=embedded -p:SourceRevisionId=${REVISION} \
 && rm -f /app/alpine-librdkafka.so /app/*.xml \
 && cp deploy/image.json /app/appsettings.Production.json \
 && mkdir -p /empty/data /empty/config

FROM ${RUNTIME_IMAGE}
ARG REVISION=
LABEL org.opencontainers.image.title="StockNow" org.opencontainers.image.revision=${REVISION}
# A container has little memory: one heap, of at most half of it (0x32 = 50 %). The rest is for Kafka's client, DuckDB and the page cache.
ENV DOTNET_gcServer=0 DOTNET_GCHeapHardLimitPercent=0x32 DOTNET_EnableDiagnostics=0
COPY --from=build /app /app
# The only places that are written are /data and /tmp. A configuration file is found in /config, secrets in /run/secrets.
COPY --from=build --chown=1654:1654 /empty/ /
WORKDIR /config
USER 1654:1654
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["/app/stocknow", "health"]
ENTRYPOINT ["/app/stocknow"]
CMD ["--stages=all"]
