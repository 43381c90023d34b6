using System.Net.Mime;
using System.Text.Json;
using Gateway.Protocol;

namespace Gateway.Backends.Discovery;

/// <summary>Asks one backend during one probe. Whatever goes wrong comes back as a value, the end of the probe's time too.</summary>
internal sealed class ProbeClient(Backend backend, SecretScrubber scrubber, TimeProvider time)
{
    private const int MaxBody = 16 * 1024 * 1024;

    // A question without whose answer the list still holds must not use up the time of the others.
    private static readonly TimeSpan AsideLimit = TimeSpan.FromSeconds(3);

    /// <summary>What earlier probes of this backend learned.</summary>
    public ProbeMemory Memory => backend.State.Memory;

    /// <param name="path">What stands behind the backend's address, such as <c>/v1/models</c>.</param>
    /// <param name="cancellationToken">Ends with the probe.</param>
    public Task<ProbeAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>As <see cref="GetAsync"/>, for what the list can do without.</summary>
    public Task<ProbeAnswer> GetAsideAsync(string path, CancellationToken cancellationToken) =>
        SendAsideAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Asks about a model, in a body that holds its name.</summary>
    public Task<ProbeAnswer> AskAsideAsync(string path, string model, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["model"] = model }));
        content.Headers.ContentType = new(MediaTypeNames.Application.Json);
        return SendAsideAsync(HttpMethod.Post, path, content, cancellationToken);
    }

    private async Task<ProbeAnswer> SendAsideAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AsideLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await SendAsync(method, path, content, either.Token);
    }

    private async Task<ProbeAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, backend.Root + path) { Content = content };
            if (backend.Authorization is { } authorization)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var response = await backend.Client.SendAsync(request, cancellationToken);
            // Whatever it answers, somebody is there.
            backend.State.Load.IsDown = false;
            await response.Content.LoadIntoBufferAsync(MaxBody, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new ProbeAnswer(body, response.IsSuccessStatusCode
                ? null
                : $"{(int)response.StatusCode}: {scrubber.Scrub(BackendErrorText.Read(body).Message)}");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return new ProbeAnswer(default, "its list of models is longer than 16 MiB");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // Silence may be a busy backend; a connection that is refused is none.
            backend.State.Load.IsDown |= e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
            return new ProbeAnswer(default, backend.Provider.WhenUnreachable(backend.Url), IsUnreachable: true);
        }
    }
}
