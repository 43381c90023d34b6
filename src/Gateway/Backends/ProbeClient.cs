using System.Net.Mime;
using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Wire.Errors;

namespace Gateway.Backends;

/// <summary>Asks one backend during one probe. Every failure is returned as a value, including the end of the probe's time.</summary>
internal sealed class ProbeClient(Backend backend, SecretScrubber scrubber, TimeProvider time)
{
    private const int MaxBody = 16 * 1024 * 1024;

    // An optional question must not use up the time of the others.
    private static readonly TimeSpan AsideLimit = TimeSpan.FromSeconds(3);

    /// <summary>The memory of earlier probes of this backend.</summary>
    public ProbeMemory Memory => backend.State.Memory;

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <param name="path">The path after the backend's address, such as <c>/v1/models</c>.</param>
    /// <param name="cancellationToken">Cancelled at the end of the probe.</param>
    public Task<ProbeAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>
    /// Like <see cref="GetAsync"/>, on a connection that stays open until the next probe. If a new one is needed although the server used
    /// to keep the last one open that long, it was restarted.
    /// </summary>
    public async Task<ProbeAnswer> GetWatchedAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, backend.Address.At(path));
        var answer = await SendAsync(backend.Watch ?? backend.Client, request, cancellationToken);
        if (!answer.IsUnreachable)
        {
            Memory.ConnectedBy(NewConnection.WasOpenedFor(request));
        }

        return answer;
    }

    /// <summary>Like <see cref="GetAsync"/>, for questions whose answers the list can do without.</summary>
    public Task<ProbeAnswer> GetAsideAsync(string path, CancellationToken cancellationToken) =>
        SendAsideAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Asks about a model, naming it in the body.</summary>
    public Task<ProbeAnswer> AskAsideAsync(string path, string model, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["model"] = model }));
        content.Headers.ContentType = new(MediaTypeNames.Application.Json);
        return SendAsideAsync(HttpMethod.Post, path, content, cancellationToken);
    }

    /// <summary>Sends a request that asks for nothing, to see how it is refused.</summary>
    public Task<ProbeAnswer> KnockAsideAsync(string path, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = new(MediaTypeNames.Application.Json);
        return SendAsideAsync(HttpMethod.Post, path, content, cancellationToken);
    }

    private async Task<ProbeAnswer> SendAsideAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AsideLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await SendAsync(method, path, content, either.Token);
    }

    private async Task<ProbeAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, backend.Address.At(path)) { Content = content };
        return await SendAsync(backend.Client, request, cancellationToken);
    }

    private async Task<ProbeAnswer> SendAsync(HttpMessageInvoker client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            if (backend.Authorization is { } authorization)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var response = await client.SendAsync(request, cancellationToken);
            // Any answer shows that the backend is up.
            backend.State.Load.IsDown = false;
            await response.Content.LoadIntoBufferAsync(MaxBody, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var (status, at) = ((int)response.StatusCode, response.Headers.Date);
            if (response.IsSuccessStatusCode)
            {
                return new ProbeAnswer(body, null) { Status = status, At = at };
            }

            var error = BackendErrorText.Read(body);
            return new ProbeAnswer(
                body, $"{status}: {scrubber.Scrub(error.Message)}",
                IsLoading: backend.Provider.Classify(status, error) == BackendFailure.Loading)
            {
                Status = status,
                At = at,
            };
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return new ProbeAnswer(default, "its list of models is longer than 16 MiB");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // A silent backend may be busy; one that refuses connections is down.
            backend.State.Load.IsDown |= e is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
            };
            return new ProbeAnswer(default, backend.Provider.WhenUnreachable(backend.Url), IsUnreachable: true);
        }
    }
}
