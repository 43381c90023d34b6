using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting;

/// <summary>A backend that writes what a test tells it, byte for byte, where no real server would.</summary>
internal sealed class WritingBackend : IAsyncDisposable
{
    public const string Model = "written";

    private readonly WebApplication _app;
    private int _asked;

    private WritingBackend(WebApplication app)
    {
        _app = app;
        Url = app.Urls.Single();
    }

    public string Url { get; }

    /// <summary>How many chats it was sent.</summary>
    public int Asked => _asked;

    /// <param name="answer">Writes the body of an event stream.</param>
    public static async Task<WritingBackend> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        WritingBackend? backend = null;
        app.MapPost("/v1/chat/completions", async context =>
        {
            Interlocked.Increment(ref backend!._asked);
            context.Response.ContentType = "text/event-stream";
            await answer(context);
        });
        app.MapGet(
            "/v1/models", context => context.Response.WriteAsync($$"""{"object":"list","data":[{"id":"{{Model}}","object":"model"}]}"""));
        await app.StartAsync();
        return backend = new WritingBackend(app);
    }

    /// <summary>Writes some text, and what it writes is on its way when this ends.</summary>
    public static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Writes the same again and again, as fast as it is taken, until whoever asked has enough of it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="text">What is repeated.</param>
    /// <param name="most">Where it gives up, as no test should let it come to.</param>
    public static async Task FloodAsync(HttpContext context, string text, long most = 1L << 30)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 1 + (64 * 1024 / text.Length))));
        for (long sent = 0; sent < most && !context.RequestAborted.IsCancellationRequested; sent += bytes.Length)
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
