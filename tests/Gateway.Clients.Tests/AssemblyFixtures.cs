using Gateway.Clients.Tests.Node;
using Gateway.Clients.Tests.Rigs;

[assembly: AssemblyFixture(typeof(EveryPersonality))]
[assembly: AssemblyFixture(typeof(NodeClients))]
[assembly: AssemblyFixture(typeof(ContinueCli))]
