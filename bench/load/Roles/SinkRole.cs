namespace Gateway.Load.Roles;

/// <summary>A collector that accepts everything and keeps nothing.</summary>
internal static class SinkRole
{
    public static Task<int> RunAsync(int port)
    {
        var app = Role.Builder(port).Build();
        app.Run(static context => context.Request.Body.CopyToAsync(Stream.Null));
        return Role.RunAsync(app);
    }
}
