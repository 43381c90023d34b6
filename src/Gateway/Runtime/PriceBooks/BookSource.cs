using System.Net;
using Gateway.Configuration;

namespace Gateway.Runtime.PriceBooks;

/// <summary>Gets the bytes of the price book that the configuration names.</summary>
internal sealed class BookSource : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // The operator names the address; a proxy and redirects are how a published file is reached. None leads from https to http.
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxAutomaticRedirections = 5,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    });

    public void Dispose() => _client.Dispose();

    /// <summary>Reads the book.</summary>
    /// <param name="config">Where it is.</param>
    /// <param name="folder">The folder of the configuration file.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <returns>Its bytes, or why there are none.</returns>
    public async Task<(byte[]? Bytes, string? Fault)> ReadAsync(PricesConfig config, string folder, CancellationToken stop)
    {
        try
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limited.CancelAfter(Limit);
            return config.File is { } file
                ? await FromFileAsync(Path.Combine(folder, file), limited.Token)
                : await FromUrlAsync(new Uri(config.Url!), limited.Token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"it did not come within {Limit.TotalSeconds:0} seconds.");
        }
    }

    private static async Task<(byte[]? Bytes, string? Fault)> FromFileAsync(string path, CancellationToken stop)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return await AllOfAsync(file, stop);
    }

    private async Task<(byte[]? Bytes, string? Fault)> FromUrlAsync(Uri url, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd("gateway");
        using var response = await _client.SendAsync(request, stop);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (null, $"{url.Host} answers {(int)response.StatusCode}.");
        }

        await using var body = await response.Content.ReadAsStreamAsync(stop);
        return await AllOfAsync(body, stop);
    }

    // A book that never ends is not read to its end.
    private static async Task<(byte[]? Bytes, string? Fault)> AllOfAsync(Stream stream, CancellationToken stop)
    {
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, stop) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
            if (read.Length > BookText.MaxBytes)
            {
                return (null, BookText.TooLarge);
            }
        }

        return (read.ToArray(), null);
    }
}
