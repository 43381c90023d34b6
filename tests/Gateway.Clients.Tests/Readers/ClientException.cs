namespace Gateway.Clients.Tests.Readers;

/// <summary>The client gives up on the stream.</summary>
internal sealed class ClientException(string message) : Exception(message);
