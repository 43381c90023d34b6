using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Hosting;

/// <summary>Says what no well-behaved client library would.</summary>
internal static class RawHttp
{
    /// <param name="url">The gateway.</param>
    /// <param name="headers">Further header lines.</param>
    /// <param name="body">The JSON body of a chat request.</param>
    /// <returns>The whole answer.</returns>
    public static async Task<string> ExchangeAsync(Uri url, string headers, string body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await using var stream = client.GetStream();
        var request = $"POST /v1/chat/completions HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n{headers}"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
